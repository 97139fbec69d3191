-- What was set aside, and what to do about it
SELECT stage, reason, locator, detail
FROM ops.rejects
ORDER BY stage, locator

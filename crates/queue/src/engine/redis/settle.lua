-- Ends a lease with its outcome. ARGV: entry, then one of
--   done
--   again, attempts, `after` or `at`, ms
--   dead, attempts, kind, why
-- Answers 0, having done nothing, when the lease is none any more.

local entry, outcome = ARGV[1], ARGV[2]
local job = outcome ~= 'done' and read(entry)
if not release(entry) then return 0 end

if job then
  local now = clock()
  job.attempts = tonumber(ARGV[3])
  if outcome == 'dead' then
    bury(job, ARGV[4], ARGV[5], now)
  else
    local due = tonumber(ARGV[5])
    if ARGV[4] == 'after' then due = now + due end
    if due > now then wait_until(job, due) else line_up(job) end
  end
end

return 1

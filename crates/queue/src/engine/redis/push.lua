-- Stores a batch of jobs. KEYS[7..]: dedupe keys. ARGV: window in ms, then for each job its id,
-- the number of its dedupe key (0: none), the time in ms before which it must not run (0: none),
-- the record, and the body (empty: none).
-- Answers with 1 (created) or 0 (duplicate) for each.

local window = ARGV[1]
local now = clock()
local answers = {}

for i = 2, #ARGV, 5 do
  local key = KEYS[6 + tonumber(ARGV[i + 1])]
  if ARGV[i + 1] ~= '0' and redis.call('EXISTS', key) == 1 then
    answers[#answers + 1] = 0
  else
    local body = ARGV[i + 4]
    local job = {
      id = ARGV[i], attempts = 0, meta = ARGV[i + 3], body = body ~= '' and body,
    }
    local due = tonumber(ARGV[i + 2])
    if due > now then wait_until(job, due) else line_up(job) end
    -- After the job, so that no failure can leave a key without one.
    if ARGV[i + 1] ~= '0' then redis.call('SET', key, job.id, 'PX', window) end
    answers[#answers + 1] = 1
  end
end

return answers

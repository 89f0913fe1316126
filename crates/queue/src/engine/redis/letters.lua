-- The newest dead letters. ARGV: how many.
-- Answers with id, time in ms, attempts, kind, why, record, body (not always), for each.

local letters = {}
local dead = redis.call('ZREVRANGE', DEAD, 0, tonumber(ARGV[1]) - 1, 'WITHSCORES')
for i = 1, #dead, 2 do
  local packed = redis.call('HGET', LETTERS, dead[i])
  if packed then
    local job = unpack_job(dead[i], packed)
    letters[#letters + 1] = {
      job.id, tonumber(dead[i + 1]), job.attempts, job.kind, job.why, job.meta, job.body,
    }
  end
end
return letters

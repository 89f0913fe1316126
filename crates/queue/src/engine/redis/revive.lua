-- A dead letter back to ready. ARGV: its id. Answers 0 when there is none.

local packed = redis.call('HGET', LETTERS, ARGV[1])
if not packed then return 0 end
redis.call('HDEL', LETTERS, ARGV[1])
redis.call('ZREM', DEAD, ARGV[1])
local job = unpack_job(ARGV[1], packed)
job.attempts = 0
line_up(job)
return 1

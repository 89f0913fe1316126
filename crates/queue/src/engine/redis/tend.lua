-- A round of housekeeping. ARGV: lease in ms, longest gap between two rounds in ms, attempts that
-- a job gets, batch.
-- Answers: promoted, taken over, buried, 1 if there is more, ms until the next job is due (-1: none).

local lease, longest_gap = tonumber(ARGV[1]), tonumber(ARGV[2])
local max_attempts, batch = tonumber(ARGV[3]), tonumber(ARGV[4])
local now = clock()

-- Whatever is due becomes ready.
local due = redis.call('ZRANGEBYSCORE', DUE, '-inf', now, 'LIMIT', 0, batch)
for _, id in ipairs(due) do
  local packed = redis.call('HGET', WAITING, id)
  if packed then line_up(unpack_job(id, packed)) end
  redis.call('HDEL', WAITING, id)
  redis.call('ZREM', DUE, id)
end

-- A gap means that Redis was down, stood still, or had its clock set, or that nobody was there to
-- look: owners could not, or need not, show that they live. Each gets one whole lease to do so.
local tick = redis.call('HMGET', TICK, 'at', 'grace')
local last, grace = tonumber(tick[1]), tonumber(tick[2]) or 0
if not last or now - last > longest_gap or now < last or grace > now + lease then
  grace = now + lease
end
redis.call('HSET', TICK, 'at', now, 'grace', grace)

local taken_over, buried, lapsed = 0, 0, {}
if now >= grace then
  -- Costs as much as there are running jobs. An error means that there is no group yet.
  lapsed = redis.pcall('XPENDING', READY, GROUP, 'IDLE', lease, '-', '+', batch)
  if lapsed.err then lapsed = {} end
end
for _, pending in ipairs(lapsed) do
  local entry = pending[1]
  local job = read(entry)
  release(entry)
  if job then
    -- Its worker died with it, or stood still: that was an attempt.
    job.attempts = job.attempts + 1
    if job.attempts >= max_attempts then
      bury(job, 'exhausted', 'its worker died or stood still, as did those before', now)
      buried = buried + 1
    else
      line_up(job)
      taken_over = taken_over + 1
    end
  end
end

local next_due = redis.call('ZRANGE', DUE, 0, 0, 'WITHSCORES')[2]
local more = (#due == batch or #lapsed == batch) and 1 or 0
return { #due, taken_over, buried, more, next_due and math.max(0, next_due - now) or -1 }

-- Shared by all scripts; put before each of them.
--
-- A job is in exactly one of three places, and moving it is one script, hence one atomic step:
--   READY    stream; an entry is a ready job, or a running one while it is pending in GROUP.
--            j = id, a = attempts that count so far, m = record, b = body (not always).
--   WAITING  hash, id -> packed; DUE gives the time (zset, ms) at which it becomes ready.
--   LETTERS  hash, id -> packed; DEAD gives the time (zset, ms) at which it died.
-- Every lease has an entry of its own: whatever ends one, deletes the entry, and a job that comes
-- back gets a new one. So the id of the entry is the token of the lease, and being pending is
-- the proof that it holds.

local READY, DUE, WAITING, DEAD, LETTERS, TICK =
  KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5], KEYS[6]
local GROUP = 'workers'

-- Redis' own clock, in ms: the clocks of the workers do not matter.
local function clock()
  local time = redis.call('TIME')
  return time[1] * 1000 + math.floor(time[2] / 1000)
end

local function line_up(job)
  if job.body then
    redis.call('XADD', READY, '*', 'j', job.id, 'a', job.attempts, 'm', job.meta, 'b', job.body)
  else
    redis.call('XADD', READY, '*', 'j', job.id, 'a', job.attempts, 'm', job.meta)
  end
end

local function unpack_job(id, packed)
  local fields = cmsgpack.unpack(packed)
  return {
    id = id, attempts = fields[1], meta = fields[2], body = fields[3],
    kind = fields[4], why = fields[5],
  }
end

local function wait_until(job, due)
  redis.call('HSET', WAITING, job.id, cmsgpack.pack({ job.attempts, job.meta, job.body or false }))
  redis.call('ZADD', DUE, due, job.id)
end

local function bury(job, kind, why, now)
  local packed = cmsgpack.pack({ job.attempts, job.meta, job.body or false, kind, why })
  redis.call('HSET', LETTERS, job.id, packed)
  redis.call('ZADD', DEAD, now, job.id)
end

-- The job of an entry; nil if somebody deleted it behind our back.
local function read(entry)
  local found = redis.call('XRANGE', READY, entry, entry)[1]
  if not found then return nil end
  local field = {}
  for i = 1, #found[2], 2 do field[found[2][i]] = found[2][i + 1] end
  return {
    -- An entry that is none of ours is kept too, under its own name.
    id = field.j or entry, attempts = tonumber(field.a) or 0, meta = field.m or '', body = field.b,
  }
end

-- Ends the lease; false when it was none any more.
local function release(entry)
  if redis.call('XACK', READY, GROUP, entry) == 0 then return false end
  redis.call('XDEL', READY, entry)
  return true
end

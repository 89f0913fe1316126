-- Answers: ready, delayed, running, dead, age of the first ready job in ms.

local running, delivered = 0, '0-0'
if redis.call('EXISTS', READY) == 1 then
  for _, group in ipairs(redis.call('XINFO', 'GROUPS', READY)) do
    local is = {}
    for i = 1, #group, 2 do is[group[i]] = group[i + 1] end
    if is.name == GROUP then running, delivered = is.pending, is['last-delivered-id'] end
  end
end

-- Entries are named by the time at which they became ready.
local age = 0
local first = redis.call('XRANGE', READY, '(' .. delivered, '+', 'COUNT', 1)[1]
if first then age = math.max(0, clock() - tonumber(first[1]:match('^%d+'))) end

return {
  redis.call('XLEN', READY) - running, redis.call('ZCARD', DUE), running,
  redis.call('ZCARD', DEAD), age,
}

-- Forgets a worker, unless jobs are pending with it. ARGV: its name.

local pending = redis.pcall('XPENDING', READY, GROUP, '-', '+', 1, ARGV[1])
if not pending.err and #pending == 0 then
  redis.call('XGROUP', 'DELCONSUMER', READY, GROUP, ARGV[1])
end
return 1

-- Makes the group, if need be, and forgets workers that died long ago. ARGV: how long, in ms.

redis.pcall('XGROUP', 'CREATE', READY, GROUP, '0', 'MKSTREAM')
for _, consumer in ipairs(redis.call('XINFO', 'CONSUMERS', READY, GROUP)) do
  local is = {}
  for i = 1, #consumer, 2 do is[consumer[i]] = consumer[i + 1] end
  -- With jobs pending it would take them along.
  if is.pending == 0 and is.idle > tonumber(ARGV[1]) then
    redis.call('XGROUP', 'DELCONSUMER', READY, GROUP, is.name)
  end
end
return 1

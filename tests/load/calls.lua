-- Calls as wrk makes them: each with a key and a ticket of its own, none of them made twice.
local calls, head, body

function init(arguments)
  local folder, name = arguments[1], arguments[2]
  local function read(file, how) local opened = assert(io.open(folder .. "/" .. file, "rb")); local text = opened:read(how); opened:close(); return text end
  head, body = read("head", "*a"), read("body", "*a")
  local tickets, number = {}, 0
  for ticket in io.lines(folder .. "/tickets") do tickets[#tickets + 1] = ticket end
  calls = function()
    number = number + 1
    return "Authorization: Bearer " .. assert(tickets[number], "more calls than tickets") ..
      "\r\nIdempotency-Key: " .. name .. "-" .. number .. "\r\n\r\n"
  end
end

function request()
  return head .. calls() .. body
end

function done(summary, latency)
  local errors = summary.errors
  io.write(string.format('\n{"calls":%d,"seconds":%f,"p50":%f,"p99":%f,"failed":%d}\n', summary.requests, summary.duration / 1e6,
    latency:percentile(50) / 1e3, latency:percentile(99) / 1e3,
    errors.connect + errors.read + errors.write + errors.status + errors.timeout))
end

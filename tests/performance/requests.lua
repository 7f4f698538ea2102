-- Sends the requests of a file in turn, every thread its share: path, cookie and body between tabs; with a body it is a POST.
local threads = 0
function setup(thread)
  thread:set("number", threads)
  threads = threads + 1
end

function init(args)
  share = tonumber(args[2])
  local headers, line_number = {}, 0
  requests = {}
  for line in io.lines(args[1]) do
    if line_number % share == number then
      local path, cookie, body = line:match("^([^\t]*)\t([^\t]*)\t(.*)$")
      local headers = {}
      if cookie ~= "" then
        headers["Cookie"] = "charter-session=" .. cookie
        headers["Sec-Fetch-Site"] = "same-origin"
      end
      if body ~= "" then
        headers["Content-Type"] = "application/json"
        requests[#requests + 1] = wrk.format("POST", path, headers, body)
      else
        requests[#requests + 1] = wrk.format("GET", path, headers)
      end
    end
    line_number = line_number + 1
  end
  at = 0
end

function request()
  at = at % #requests + 1
  return requests[at]
end

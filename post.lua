wrk.method = "POST"
wrk.body = '{"model":"m","messages":[{"role":"user","content":"' .. string.rep("x", 1950) .. '"}]}'
wrk.headers["Content-Type"] = "application/json"

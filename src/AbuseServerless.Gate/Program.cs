using AbuseServerless.Gate;

// Requests are answered on the threads that wait for the network: nothing that answers them blocks, and the way through the thread pool would cost as much again as all the rest.
Environment.SetEnvironmentVariable("DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS", "1");

return await GateProgram.RunAsync(args);

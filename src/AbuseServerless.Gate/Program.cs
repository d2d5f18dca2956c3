using AbuseServerless.Gate;

return await GateProgram.RunAsync(args);

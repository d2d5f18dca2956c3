using System.Text;
using AbuseServerless.Benchmarks.Gate;
using AbuseServerless.Benchmarks.HotPath;
using AbuseServerless.Benchmarks.Ingest;
using AbuseServerless.Benchmarks.Memory;
using AbuseServerless.Benchmarks.Module;
using AbuseServerless.Benchmarks.Policy;
using AbuseServerless.Benchmarks.Quota;
using AbuseServerless.Local.Commands;
using Spectre.Console.Cli;

Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
using var interruption = new Interruption();

var app = new CommandApp<HotPathCommand>().WithDescription("Each command prints one JSON object on standard output, everything else on standard error. Without a command: hot-path.");
app.Configure(configuration =>
{
    configuration.SetApplicationName("AbuseServerless.Benchmarks");
    configuration.AddCommand<HotPathCommand>("hot-path").WithDescription("Parse, locate, merge and judge on one core, against bare look-ups of the same addresses.");
    configuration.AddCommand<IngestCommand>("ingest").WithDescription("A realistic day through the real worker and Azurite.");
    configuration.AddCommand<MemoryCommand>("memory").WithDescription("What the worker holds once many accounts are active.");
    configuration.AddCommand<CacheCommand>("cache").WithDescription("What the cache of one worker of a large installation takes, and which accounts it forgets.");
    configuration.AddCommand<GateCommand>("gate").WithDescription("The gate's process under wrk, with Azurite and the Event Hubs endpoint beside it.");
    configuration.AddCommand<QuotaCommand>("quota").WithDescription("What limits senders, the gate and what Debian has, asked by the same Postfix: speed, and what passes beyond a limit.");
    configuration.AddCommand<AllowCommand>("allow").WithDescription("What a mail server waits for an answer of the worker while many accounts are suspended.");
    configuration.AddCommand<RefusalCommand>("refusal").WithDescription("From the report of the tenth country to the first refusal.");
    configuration.AddCommand<ModuleCommand>("module").WithDescription("What an operator waits for in PowerShell while very many accounts are suspended.");
    configuration.SetExceptionHandler((exception, _) => Failure.Report(exception, interruption.Token));
});

return await app.RunAsync(args, interruption.Token);

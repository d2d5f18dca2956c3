using System.Text;
using AbuseServerless.Local;
using AbuseServerless.Local.Commands;
using Spectre.Console.Cli;

Console.OutputEncoding = Encoding.UTF8;
using var interruption = new Interruption();

if (CommandLine.AsksForVersion(args))
{
    Console.Out.WriteLine(CommandLine.Version);
    return 0;
}

if (CommandLine.FindUnknown(args) is { } unknown)
{
    return Failure.Usage(unknown);
}

var app = new CommandApp<DemoCommand>().WithDescription("Without a command: the demo, a day at a mail provider in a minute.");
app.Configure(configuration =>
{
    configuration.SetApplicationName(Parts.IsTool ? Parts.Command : "AbuseServerless.Local");
    configuration.SetApplicationVersion(CommandLine.Version);
    configuration.UseStrictParsing();
    configuration.AddCommand<ReplayCommand>(CommandLine.Replay).WithDescription("Runs a log through a fresh stack in memory and shows what would have been suspended.");
    configuration.AddCommand<UpCommand>(CommandLine.Up).WithDescription("Runs the stack until Ctrl-C and keeps its data.");
    configuration.SetExceptionHandler((exception, _) => Failure.Report(exception, interruption.Token));
});

// The parser takes a lone dash for an option without a name.
return await app.RunAsync(args.Select(argument => argument == "-" ? EventSource.StandardInput : argument), interruption.Token);

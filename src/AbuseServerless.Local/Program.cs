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

var arguments = CommandLine.ForParser(args);
if (CommandLine.FindWrong(arguments) is { } wrong)
{
    return Failure.Usage(wrong);
}

var app = new CommandApp<DemoCommand>().WithDescription("Without a command: the demo, a day at a mail provider in a minute.");
app.Configure(configuration =>
{
    configuration.SetApplicationName(Parts.Command);
    configuration.SetApplicationVersion(CommandLine.Version);
    configuration.UseStrictParsing();
    configuration.AddCommand<ReplayCommand>(CommandLine.Replay).WithDescription("Runs a log through a new stack in memory and shows which accounts would have been suspended. Exit codes: 0 done, 1 failed or nothing understood, 2 wrong command line, 130 interrupted.");
    configuration.AddCommand<UpCommand>(CommandLine.Up).WithDescription("Runs the stack until Ctrl-C and keeps its data.");
    configuration.SetExceptionHandler((exception, _) => Failure.Report(exception, interruption.Token));
});

return await app.RunAsync(arguments, interruption.Token);

using System.Text;
using AbuseServerless.Local.Commands;
using Spectre.Console.Cli;

Console.OutputEncoding = Encoding.UTF8;
using var interruption = new Interruption();

var app = new CommandApp();
app.Configure(configuration =>
{
    configuration.SetApplicationName("AbuseServerless.Local");
    configuration.AddCommand<ReplayCommand>("replay").WithDescription("Runs a log through a fresh stack in memory and shows what would have been suspended.");
    configuration.SetExceptionHandler((exception, _) => Failure.Report(exception, interruption.Token));
});
return await app.RunAsync(args, interruption.Token);

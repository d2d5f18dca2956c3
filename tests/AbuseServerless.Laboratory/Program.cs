using System.Text;
using AbuseServerless.Laboratory.Running;
using AbuseServerless.Local.Commands;
using Spectre.Console.Cli;

Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
using var interruption = new Interruption();

var app = new CommandApp<RunCommand>()
    .WithDescription("Labelled populations of honest and stolen accounts through the local runtime: who is stopped after how many spam messages, and who is harmed.");
app.Configure(configuration =>
{
    configuration.SetApplicationName("AbuseServerless.Laboratory");
    configuration.UseStrictParsing();
    configuration.SetExceptionHandler((exception, _) => Failure.Report(exception, interruption.Token));
});

return await app.RunAsync(args, interruption.Token);

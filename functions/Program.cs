using AbuseServerless.Azure;
using AbuseServerless.Functions;
using AbuseServerless.Functions.Readiness;
using AbuseServerless.Functions.Telemetry;
using AbuseServerless.Geolocation;
using AbuseServerless.Notifiers;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

var builder = FunctionsApplication.CreateBuilder(args);
try
{
    KeyVaultReferences.EnsureResolved(builder.Configuration);
    builder.ConfigureFunctionsWebApplication();
    builder.UseMiddleware<TimerRuns>();
    builder.Services.AddAbuseServerless(builder.Configuration);
    builder.Services.AddSingleton<MailServerDoor>();
    builder.Services.AddNotifiers();
    builder.Services.AddReadiness();
    builder.Services.AddTelemetry(builder.Configuration);
    await builder.Build().RunAsync();
    return 0;
}
catch (Exception e) when (e is OptionsValidationException or InvalidOperationException or GeolocationDatabaseException)
{
    // A setting is wrong: which one and why, and not from where in the program.
    Console.Error.WriteLine(string.Join(' ', e.Message, e.InnerException?.Message));
    return 1;
}

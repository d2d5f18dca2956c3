using AbuseServerless.Azure;
using AbuseServerless.Azure.Settings;
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
    PlatformAuthentication.EnsureOnForReport(builder.Configuration);
    builder.ConfigureFunctionsWebApplication();
    builder.Services.AddKeysInMemory();
    builder.UseMiddleware<TimerRuns>();
    builder.UseMiddleware<AbandonedRequests>();
    builder.Services.AddAbuseServerless(builder.Configuration);
    builder.Services.AddSingleton<MailServerAccess>();
    builder.Services.AddNotifiers();
    builder.Services.AddReadiness();
    builder.Services.AddTelemetry(builder.Configuration);
    using var host = builder.Build();
    // Before anything is made of the settings, so that all that is wrong is said at once.
    host.Services.GetRequiredService<IStartupValidator>().Validate();
    await host.RunAsync();
    return 0;
}
catch (Exception e) when (e is GeolocationDatabaseException || StartFailure.Explain(e) is not null)
{
    // A setting is wrong: which one and why, and not from where in the program.
    Console.Error.WriteLine(StartFailure.Explain(e) ?? string.Join(' ', e.Message, e.InnerException?.Message));
    return 1;
}

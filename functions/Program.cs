using AbuseServerless.Azure;
using AbuseServerless.Functions;
using AbuseServerless.Geolocation;
using AbuseServerless.Notifiers;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

var builder = FunctionsApplication.CreateBuilder(args);
builder.ConfigureFunctionsWebApplication();
builder.Services.AddAbuseServerless(builder.Configuration);
builder.Services.AddSingleton<MailServerDoor>();
builder.Services.AddNotifiers();
try
{
    await builder.Build().RunAsync();
    return 0;
}
catch (Exception e) when (e is OptionsValidationException or InvalidOperationException or GeolocationDatabaseException)
{
    // A setting is wrong: which one and why, and not from where in the program.
    Console.Error.WriteLine(string.Join(' ', e.Message, e.InnerException?.Message));
    return 1;
}

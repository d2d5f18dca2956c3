using AbuseServerless.Local.Tests.App;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

if (Environment.GetEnvironmentVariable("RefuseToStart") is { } reason)
{
    Console.Error.WriteLine(reason);
    return 3;
}

var builder = FunctionsApplication.CreateBuilder(args);
builder.ConfigureFunctionsWebApplication();
builder.Services.AddSingleton<Notebook>();
builder.Build().Run();
return 0;

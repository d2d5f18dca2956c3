using System.Reflection;
using Microsoft.Extensions.Logging;

namespace AbuseServerless.Infra.Tests.Telemetry;

/// <summary>The messages that the functions' process can log: the methods that the compiler made of [LoggerMessage].</summary>
internal static class LoggedEvents
{
    private static readonly Assembly Functions = typeof(AbuseServerless.Functions.AuthPolicy).Assembly;

    public static IReadOnlyList<LoggedEvent> All { get; } =
    [
        .. Functions.GetReferencedAssemblies().Where(name => name.Name!.StartsWith("AbuseServerless", StringComparison.Ordinal)).Select(Assembly.Load).Append(Functions)
            .SelectMany(assembly => assembly.GetTypes())
            .SelectMany(type => type.GetMethods(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            .Where(method => method.GetCustomAttribute<LoggerMessageAttribute>() is not null)
            .Select(method => new LoggedEvent(method, method.GetCustomAttribute<LoggerMessageAttribute>()!))
            .OrderBy(logged => logged.Attribute.EventId),
    ];
}

/// <summary>A message.</summary>
/// <param name="Method">Logs it.</param>
/// <param name="Attribute">Its id, level and text.</param>
internal sealed record LoggedEvent(MethodInfo Method, LoggerMessageAttribute Attribute)
{
    public string Id => Attribute.EventId.ToString(System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>Logs it with values of its parameters' types, and with an exception where it takes one.</summary>
    public void Log(ILoggerFactory loggers) => Method.Invoke(
        null,
        [.. Method.GetParameters().Select(parameter => parameter.ParameterType == typeof(ILogger) ? loggers.CreateLogger(Method.DeclaringType!.FullName!) : Sample(parameter.ParameterType))]);

    private static object Sample(Type type) =>
        type == typeof(string) ? "text"
        : type == typeof(Exception) ? new InvalidOperationException("why")
        : type.IsValueType ? Activator.CreateInstance(type)!
        : throw new NotSupportedException($"A sample of {type} is missing.");
}

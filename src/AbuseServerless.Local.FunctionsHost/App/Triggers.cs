using NCrontab;

namespace AbuseServerless.Local.FunctionsHost.App;

/// <summary>What starts a function.</summary>
/// <param name="Parameter">Name of the parameter that gets the trigger's data.</param>
internal abstract record Trigger(string Parameter);

/// <summary>Batches of one partition of an event hub.</summary>
/// <param name="Parameter">Name of the parameter that gets the bodies.</param>
/// <param name="Hub">Name of the hub.</param>
/// <param name="ConsumerGroup">Name of the consumer group.</param>
/// <param name="IsBinary">Whether the parameter is of bytes, not of strings.</param>
internal sealed record EventHubTrigger(string Parameter, string Hub, string ConsumerGroup, bool IsBinary) : Trigger(Parameter);

/// <summary>A schedule, in UTC.</summary>
internal sealed record TimerTrigger(string Parameter, CrontabSchedule Schedule) : Trigger(Parameter);

/// <summary>HTTP requests.</summary>
/// <param name="Parameter">Name of the parameter that gets the request.</param>
/// <param name="Route">Route template below the prefix.</param>
/// <param name="Methods">Methods it answers; all where empty.</param>
/// <param name="NeedsKey">Whether a function key must be given.</param>
internal sealed record HttpTrigger(string Parameter, string Route, IReadOnlyList<string> Methods, bool NeedsKey) : Trigger(Parameter);

using AbuseServerless.PowerShell.Boundary;
using AbuseServerless.PowerShell.Connection;

namespace AbuseServerless.PowerShell.Completion;

/// <summary>Completes names of settings of nets, as <c>NAME=</c>, and <c>NAME=off</c> where a threshold may be so.</summary>
public sealed class NetSettings : ValueCompleter
{
    private protected override IEnumerable<(string Value, string Note)> Values => EngineContext.Engine.NetSettings.SelectMany(Forms);

    private static IEnumerable<(string Value, string Note)> Forms(GeoNetSetting setting)
    {
        yield return (setting.Key + "=", setting.Value.Length == 0 ? setting.Key : $"{setting.Key}, default {setting.Value}");
        if (setting.CanBeOff)
        {
            yield return (setting.Key + "=off", setting.Key + " is never reached");
        }
    }
}

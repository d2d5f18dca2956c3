namespace AbuseServerless.PowerShell.Completion;

/// <summary>Completes time zones that this machine knows.</summary>
public sealed class TimeZones : ValueCompleter
{
    private protected override IEnumerable<(string Value, string Note)> Values => TimeZoneInfo.GetSystemTimeZones().Select(zone => (zone.Id, zone.DisplayName));
}

namespace AbuseServerless.PowerShell;

/// <summary>What became of several accounts or exemptions that were handed to one command.</summary>
/// <param name="Command">What was done, such as <c>Suspend account</c>.</param>
/// <param name="Done">How many were changed, from 0.</param>
/// <param name="Unchanged">How many stood so already, or are not there to be changed; from 0.</param>
/// <param name="Failed">How many were refused, or are not known to be changed; doing it again is safe. From 0.</param>
/// <param name="NotDone">Those that were refused, or are not known to be changed.</param>
/// <param name="Interrupted">Whether the command ended before its time; then there may be accounts that it never heard of.</param>
/// <param name="Duration">How long it took.</param>
public sealed record GeoTally(string Command, long Done, long Unchanged, long Failed, string[] NotDone, bool Interrupted, TimeSpan Duration);

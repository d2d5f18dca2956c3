namespace AbuseServerless.PowerShell;

/// <summary>What became of several accounts that were handed to one command.</summary>
/// <param name="Command">What was done, such as <c>Suspend account</c>.</param>
/// <param name="Done">Accounts that were changed, from 0.</param>
/// <param name="Unchanged">Accounts that stood so already, or could not be changed; from 0.</param>
/// <param name="Failed">Accounts of which the change failed or is not known to be done; doing it again is safe. From 0.</param>
/// <param name="NotDone">Those accounts.</param>
/// <param name="Interrupted">Whether the command ended before its time; then there may be accounts that it never heard of.</param>
/// <param name="Duration">How long it took.</param>
public sealed record GeoTally(string Command, long Done, long Unchanged, long Failed, string[] NotDone, bool Interrupted, TimeSpan Duration);

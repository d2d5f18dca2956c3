namespace AbuseServerless.PowerShell;

/// <summary>The result for several accounts or exemptions in one command.</summary>
/// <param name="Command">What was done, such as <c>Suspend account</c>.</param>
/// <param name="Done">How many were changed, from 0.</param>
/// <param name="Unchanged">How many were already in this state, or do not exist; from 0.</param>
/// <param name="Failed">How many were refused or are not confirmed; repeating the command is safe. From 0.</param>
/// <param name="NotDone">Those that were refused or are not confirmed.</param>
/// <param name="Interrupted">Whether the command was interrupted; then it may not have received all accounts.</param>
/// <param name="Duration">How long it took.</param>
public sealed record GeoTally(string Command, long Done, long Unchanged, long Failed, string[] NotDone, bool Interrupted, TimeSpan Duration);

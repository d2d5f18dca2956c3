namespace AbuseServerless.Azure.Storage;

/// <summary>A row that cannot be read: edited by hand, damaged, or of a later version.</summary>
/// <param name="Table">Its table.</param>
/// <param name="PartitionKey">Its partition.</param>
/// <param name="RowKey">Its key; account names and addresses stand in it.</param>
/// <param name="Why">What is wrong with it, in a sentence.</param>
public sealed record UnreadableRow(string Table, string PartitionKey, string RowKey, string Why);

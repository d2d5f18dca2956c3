namespace AbuseServerless.Azure.Backup;

/// <summary>A row of a backup that cannot be read, and is not restored.</summary>
/// <param name="Line">Its line in the file, from 1.</param>
/// <param name="Table">The table that it is of.</param>
/// <param name="RowKey">Its key; account names and addresses stand in it.</param>
/// <param name="Why">What is wrong with it, in a sentence that names the column.</param>
public sealed record StateRowFault(long Line, string Table, string RowKey, string Why);

namespace AbuseServerless.Gate.Spool;

/// <summary>An event as it waits.</summary>
/// <param name="Bucket">Bucket of its account, which is its partition key.</param>
/// <param name="Body">Its JSON in UTF-8.</param>
internal readonly record struct SpooledEvent(byte Bucket, ReadOnlyMemory<byte> Body);

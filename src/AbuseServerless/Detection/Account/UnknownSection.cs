namespace AbuseServerless.Detection.Account;

/// <summary>A section of a stored row that this program does not know: of a later release, or of evidence that is no more.</summary>
/// <param name="Tag">Its tag.</param>
/// <param name="Lag">Slots by which the head of the ring has moved on since the section was written, 0 or more; who knows the section ages it by so many.</param>
/// <param name="Bytes">Its bytes, as they were.</param>
internal readonly record struct UnknownSection(int Tag, long Lag, byte[] Bytes);

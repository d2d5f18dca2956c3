using AbuseServerless.Detection.Account;
using AbuseServerless.Detection.Time;

namespace AbuseServerless.Detection;

/// <summary>One kind of what is remembered of an account, because a net needs it: how it is recorded, aged, forgotten, written and read.</summary>
/// <remarks>
/// <para>What it holds must be a function of the set of sightings that counted: the same ones in another order, repeated or cut into other batches end in the same evidence. Sets merge by OR; counts
/// look at what <see cref="Record"/> is told of a sighting that is part of the activity already. It must be bounded for each account.</para>
/// <para>A class, since calls through an interface that has several kinds behind it take longer, and each event makes thirty.</para>
/// </remarks>
public abstract class Evidence
{
    /// <summary>Whether it holds nothing, so that nothing is stored of it.</summary>
    public abstract bool IsEmpty { get; }

    /// <summary>Adds a sighting, which is not exempted.</summary>
    /// <param name="sighting">The sighting.</param>
    /// <param name="age">Age of its slot, 0 to 127, told from the head of the account's ring, which is not older than the slot.</param>
    /// <param name="isNew">False where the sighting may be part of this evidence already: counts then leave it out.</param>
    /// <returns>Whether anything changed. Evidence that is empty stays so where nothing did.</returns>
    public abstract bool Record(in Sighting sighting, int age, bool isNew);

    /// <summary>The head of the ring moves forward by so many slots.</summary>
    /// <param name="slots">1 or more.</param>
    /// <param name="head">Where it is then.</param>
    public abstract void Age(long slots, Slot head);

    /// <summary>Forgets everything: the account was reset.</summary>
    public abstract void Clear();

    /// <summary>Writes it.</summary>
    /// <param name="writer">Takes the bytes.</param>
    /// <param name="head">The head of the ring.</param>
    public abstract void Encode(ref CompactWriter writer, Slot head);

    /// <summary>Reads what <see cref="Encode"/> wrote; it is empty before.</summary>
    /// <param name="reader">Gives the bytes.</param>
    /// <param name="head">The head of the ring when they were written.</param>
    /// <exception cref="FormatException">The bytes are damaged.</exception>
    public abstract void Decode(ref CompactReader reader, Slot head);
}

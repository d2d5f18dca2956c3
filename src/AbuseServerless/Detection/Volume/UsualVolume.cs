using AbuseServerless.Detection.Account;

namespace AbuseServerless.Detection.Volume;

/// <summary>What an account sends on a day with use: a mean of all such days, of which each counts an eighth when it comes and less with each that follows.</summary>
/// <param name="Messages">Sixteen times the quarter hours with logins.</param>
/// <param name="Recipients">Sixteen times the recipients, of each quarter of an hour the largest message's.</param>
internal readonly record struct UsualVolume(long Messages, long Recipients)
{
    private const int Parts = 16;
    private const int Weight = 8;

    // Beyond this a day says no more: so that a mean cannot overflow.
    private const long Maximum = int.MaxValue;

    /// <summary>Whether there was a day.</summary>
    public bool IsKnown => Messages > 0;

    /// <summary>The mean with one more day.</summary>
    public UsualVolume With(int messages, long recipients) =>
        IsKnown ? new(Mean(Messages, messages), Mean(Recipients, recipients)) : new(Mean(0, messages, 1), Mean(0, recipients, 1));

    /// <summary>A number of times as many messages, rounded up.</summary>
    public long MessagesTimes(int times) => ((Messages * times) + Parts - 1) / Parts;

    /// <summary>A number of times as many recipients, rounded up.</summary>
    public long RecipientsTimes(int times) => ((Recipients * times) + Parts - 1) / Parts;

    internal void Encode(ref CompactWriter writer)
    {
        writer.Natural((ulong)Messages);
        writer.Whole(Recipients - Messages);
    }

    internal static UsualVolume Decode(ref CompactReader reader)
    {
        var messages = (long)Math.Min(reader.Natural(), Maximum * Parts);
        return new(messages, Math.Clamp(messages + Math.Clamp(reader.Whole(), -Maximum * Parts, Maximum * Parts), 0, Maximum * Parts));
    }

    private static long Mean(long mean, long day, int weight = Weight) => mean + (((Math.Min(day, Maximum) * Parts) - mean) / weight);
}

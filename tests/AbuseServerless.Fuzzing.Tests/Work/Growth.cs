namespace AbuseServerless.Fuzzing.Tests.Work;

/// <summary>How the work on an input grows with its size, told without a clock.</summary>
internal static class Growth
{
    private const int Base = 4_096;
    private const int Times = 16;

    // A buffer that doubles may be twice as large as it needs to be at one size and not at the other, and one that is lent at one size may be new at the other.
    private const double Slack = 2.5;
    private const int BytesPerUnit = 16;

    // Work that grows with the square takes hours for this many units, and linear work a fraction of a second.
    private const int Huge = 4 * 1024 * 1024;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>
    /// Makes sure that memory allocated for an input 4 and 16 times as large is no more than that many times as much, and that an input of 4 Mi units is done with at all.
    /// </summary>
    /// <param name="shape">The input of a size in units: characters, lines, properties.</param>
    /// <param name="parse">What is done with it.</param>
    /// <param name="huge">The size that must come to an end.</param>
    public static void IsLinear<T>(Func<int, T> shape, Action<T> parse, int huge = Huge)
    {
        Allocated(shape(Base), parse);
        var small = Allocated(shape(Base), parse);
        foreach (var times in (int[])[4, Times])
        {
            Assert.InRange(Allocated(shape(Base * times), parse), 0, (long)(small * times * Slack) + (Base * times * BytesPerUnit));
        }

        var input = shape(huge);
        Assert.True(Task.Run(() => parse(input), TestContext.Current.CancellationToken).Wait(Patience), "The work on a large input does not come to an end.");
    }

    private static long Allocated<T>(T input, Action<T> parse)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        parse(input);
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}

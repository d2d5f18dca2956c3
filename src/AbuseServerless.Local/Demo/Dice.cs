namespace AbuseServerless.Local.Demo;

/// <summary>Random numbers that are the same on every machine and runtime: SplitMix64 (Steele, Lea and Flood, 2014).</summary>
internal struct Dice(ulong seed)
{
    private const ulong Gamma = 0x9e37_79b9_7f4a_7c15;
    private ulong _state = seed;

    /// <summary>Dice for one of many things, which nothing rolled for another thing changes.</summary>
    public static Dice For(int seed, ulong thing) => new(Mix((uint)seed + Mix(thing + Gamma)));

    /// <summary>64 random bits.</summary>
    public ulong Roll() => Mix(_state += Gamma);

    /// <summary>A whole number from 0 inclusive to a bound exclusive.</summary>
    public int Below(int bound) => (int)(((Roll() >> 32) * (ulong)bound) >> 32);

    /// <summary>A number from 0 inclusive to 1 exclusive.</summary>
    public double Fraction() => (Roll() >> 11) * (1.0 / (1UL << 53));

    /// <summary>True as often as a share from 0 to 1 says.</summary>
    public bool Chance(double share) => Fraction() < share;

    /// <summary>A copy in random order.</summary>
    public T[] Shuffle<T>(ReadOnlySpan<T> items)
    {
        var shuffled = items.ToArray();
        for (var i = shuffled.Length - 1; i > 0; i--)
        {
            var j = Below(i + 1);
            (shuffled[i], shuffled[j]) = (shuffled[j], shuffled[i]);
        }

        return shuffled;
    }

    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xbf58_476d_1ce4_e5b9;
        z = (z ^ (z >> 27)) * 0x94d0_49bb_1331_11eb;
        return z ^ (z >> 31);
    }
}

using AbuseServerless.Ingestion;
using CsCheck;

namespace AbuseServerless.Fuzzing.Tests.Mutations;

/// <summary>Generators of mutated samples.</summary>
internal static class Inputs
{
    private static readonly string[] Tokens =
    [
        "\"", "\\", "\\u0000", "\\ud800", "\\udc00", "{", "}", "[", "]", ":", ",", "null", "true", "1e999", "-1", "99999999999999999999", "\r\n", "\n", "\0", "\t", " ", "=", "  ", "\uFEFF",
        "\ud800", "\udfff", "é", "e\u0301", "山", "😀", "\uFFFF", "\u202e", "%00", "../", "0x7f.1", "::1", "::ffff:1.2.3.4", "1.2.3.4", "255.255.255.256", "fe80::1%eth0", "[::1]:25",
        "9999-12-31T23:59:59.9999999Z", "0001-01-01T00:00:00+14:00", "2026-02-29T00:00:00Z", "2026-11-24T24:00:00Z", "2026-11-24T23:59:60Z", "Feb 29 00:00:00",
    ];

    private static readonly byte[][] Numbers = [[0], [0xff], [0x7f], [0x80], [0, 0, 0, 0], [0xff, 0xff, 0xff, 0xff], [0xff, 0xff, 0xff, 0x7f], [0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x01]];

    /// <summary>The latest enqueued time with which a parser can reckon: no time is ahead of it.</summary>
    public static DateTimeOffset LatestEnqueued { get; } = DateTimeOffset.MaxValue - AuthEventParser.MaximumAhead;

    /// <summary>How many inputs a test tries: 5,000, or what <c>FUZZ_ITERATIONS</c> says.</summary>
    public static long Iterations { get; } = long.TryParse(Environment.GetEnvironmentVariable("FUZZ_ITERATIONS"), out var wanted) ? wanted : 5_000;

    /// <summary>Texts like these; half surrogate pairs are among them.</summary>
    public static Gen<string> Like(params IReadOnlyList<string> samples)
    {
        var mutator = new Mutator<char>([.. samples.Select(sample => sample.ToCharArray())], [.. Tokens.Select(token => token.ToCharArray())], random => (char)random.Next(random.Next(4) == 0 ? 0x10000 : 0x80));
        return Gen.Int.Select(seed => new string(mutator.Make(seed)));
    }

    /// <summary>Bytes like these.</summary>
    public static Gen<byte[]> Like(params IReadOnlyList<byte[]> samples)
    {
        var mutator = new Mutator<byte>(samples, [.. Numbers, .. Tokens.Select(System.Text.Encoding.UTF8.GetBytes)], random => (byte)random.Next(256));
        return Gen.Int.Select(mutator.Make);
    }

    /// <summary>Tries as many inputs as there is time for.</summary>
    public static void Try<T>(this Gen<T> inputs, Action<T> property) => inputs.Sample(property, iter: Iterations);
}

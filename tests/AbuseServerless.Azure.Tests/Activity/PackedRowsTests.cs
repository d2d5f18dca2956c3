using System.Globalization;
using System.Text;
using AbuseServerless.Azure.Activity;

namespace AbuseServerless.Azure.Tests.Activity;

public sealed class PackedRowsTests
{
    // Names of 1 to 3,072 bytes, states that stay in their room, outgrow it, and outgrow what rows are packed into.
    private static readonly int[] NameLengths = [1, 16, 25, 3072];
    private static readonly int[] StateLengths = [0, 7, 8, 9, 55, 60, 400, 40_000];

    [Fact]
    public void Rows_are_what_a_dictionary_would_hold_after_any_changes()
    {
        var random = new Random(20190101);
        var rows = new PackedRows();
        var expected = new Dictionary<string, (byte[] State, long Version, bool Confirmed)>();
        for (var step = 0; step < 60_000; step++)
        {
            var number = random.Next(300);
            var name = number.ToString(CultureInfo.InvariantCulture).PadLeft(NameLengths[number % NameLengths.Length], 'x');
            if (random.Next(10) == 0)
            {
                rows.Remove(Encoding.UTF8.GetBytes(name));
                expected.Remove(name);
            }
            else
            {
                var state = new byte[StateLengths[random.Next(random.Next(20) == 0 ? StateLengths.Length : 6)]];
                random.NextBytes(state);
                bool? confirmed = random.Next(3) switch { 0 => true, 1 => false, _ => null };
                rows.Set(Encoding.UTF8.GetBytes(name), state, step, confirmed);
                expected[name] = (state, step, confirmed ?? (expected.TryGetValue(name, out var before) && before.Confirmed));
            }

            if (step % 1000 == 999)
            {
                // What goes is what was used least recently: these were used in the turn before.
                string[] used = [.. expected.Keys.Where(_ => random.Next(2) == 0)];
                rows.BeginTurn();
                Array.ForEach(used, key => AssertRow(rows, expected, key));
                rows.BeginTurn();
                rows.Forget(random.Next(500));
                foreach (var gone in expected.Keys.Where(key => !rows.TryGet(Encoding.UTF8.GetBytes(key), out _)).ToList())
                {
                    Assert.DoesNotContain(gone, used);
                    expected.Remove(gone);
                }
            }

            AssertRow(rows, expected, name);
        }

        Assert.Equal(expected.Count, rows.Count);
        Assert.All(expected.Keys, name => AssertRow(rows, expected, name));
        rows.Clear();
        Assert.False(rows.TryGet("0"u8, out _));
        Assert.Equal(0, rows.Count);
    }

    [Fact]
    public void Rows_of_least_recent_use_are_forgotten_first_and_no_more_of_them_than_was_asked()
    {
        var rows = new PackedRows();
        for (var n = 0; n < 1_000; n++)
        {
            rows.Set(Name(n), new byte[80], n, confirmed: false);
        }

        for (var n = 0; n < 1_000; n += 2)
        {
            rows.BeginTurn();
            Assert.True(rows.TryGet(Name(n), out _));
        }

        // A row is 18 + 4 + 80 bytes: the 500 odd ones go, and then the first even ones.
        rows.Forget(102 * 400);
        Assert.Equal(600, rows.Count);
        Assert.Equal(100, Enumerable.Range(0, 1_000).Count(n => n % 2 == 1 && rows.Contains(Name(n))));
        rows.Forget(102 * 200);
        Assert.Equal(400, rows.Count);
        Assert.False(rows.Contains(Name(198)));
        Assert.All(Enumerable.Range(100, 400), n => Assert.True(rows.Contains(Name(2 * n))));
        Assert.InRange(rows.Bytes, 102 * 400, (102 * 400) + (32 * 1_000));
    }

    private static byte[] Name(int number) => Encoding.UTF8.GetBytes(number.ToString("D4", CultureInfo.InvariantCulture));

    [Fact]
    public void What_grows_and_shrinks_for_long_takes_no_more_memory_than_a_seventh_above_its_rows()
    {
        var rows = new PackedRows();
        for (var step = 0; step < 200_000; step++)
        {
            rows.Set(Encoding.UTF8.GetBytes((step % 1000).ToString(CultureInfo.InvariantCulture)), new byte[step * 7 % 120], step, confirmed: false);
        }

        // A thousand rows of at most 18 + 3 + 120 bytes, and up to 32 bytes of each in what finds them.
        Assert.InRange(rows.Bytes, 1000 * 21, (1000 * 141 * 8 / 7) + (2 * 32_768) + 32_000);
    }

    private static void AssertRow(PackedRows rows, Dictionary<string, (byte[] State, long Version, bool Confirmed)> expected, string name)
    {
        var found = rows.TryGet(Encoding.UTF8.GetBytes(name), out var row);
        Assert.Equal(expected.TryGetValue(name, out var known), found);
        if (found)
        {
            Assert.True(row.State.SequenceEqual(known.State));
            Assert.Equal((known.Version, known.Confirmed), (row.VersionTicks, row.Confirmed));
        }
    }
}

using System.Globalization;
using System.Net.Sockets;
using System.Text.Json;
using AbuseServerless.Local.Demo;

namespace AbuseServerless.Functions.Tests.EndToEnd;

/// <summary>
/// Some ten thousand messages of thousands of accounts within 31 hours, with everything that real logs hold, and an account of what must come of them that uses nothing of the product's detection: the country of
/// each address is known because it was drawn for it.
/// </summary>
internal sealed class HostileTrace
{
    private static readonly DateTimeOffset Start = new(2026, 11, 18, 20, 0, 0, TimeSpan.Zero);
    private static readonly string[] Odd = ["/", "#", "?", "\\", "山田", "é", "'", "%41", "&", "😀", " x", "~", "!"];

    private readonly Random _random = new(2019);
    private readonly AddressBook _addresses;
    private readonly List<(string Account, long Slot, string Country)> _counted = [];
    private readonly List<(double Minute, string Line)> _lines = [];
    private Dice _dice = Dice.For(2019, 7);

    public HostileTrace(AddressBook addresses)
    {
        _addresses = addresses;
        for (var i = 0; i < 2_000; i++)
        {
            Roam(Login("user", i), Countries(1 + i % 3), 0, 31 * 60, 4);
        }

        for (var i = 0; i < 60; i++)
        {
            // Both ends of the window are slots: 95 slots apart is within a day, 96 is not.
            Roam(Login("nine", i), Countries(9), 0, 20 * 60, 12);
            Roam(Login("ten", i), Countries(10), 30, 20 * 60, 12);
            Exactly(Login("edge-in", i), Countries(10), 95);
            Exactly(Login("edge-out", i), Countries(10), 96);
            Roam(Login("guessed", i), Countries(15), 0, 20 * 60, 15, success: false);
        }

        for (var i = 0; i < 20; i++)
        {
            Roam(Login("forty", i), Countries(40), 0, 23 * 60, 60);
            Inside(Login("inside", i));
        }

        Accounts = _counted.Select(e => e.Account).Concat(_inside).Distinct().Count();
        Suspended = [.. _counted.GroupBy(e => e.Account).Where(account => MaximumCountries([.. account]) >= 10).Select(account => account.Key).Order(StringComparer.Ordinal)];
        Spoil();
        Lines = [.. _lines.OrderBy(line => line.Minute).Select(line => line.Line)];
    }

    private readonly HashSet<string> _inside = [];

    /// <summary>The messages, in order but for what is disordered on purpose.</summary>
    public IReadOnlyList<string> Lines { get; }

    public int BadLines { get; private set; }

    public int Accounts { get; }

    public IReadOnlyList<string> Suspended { get; }

    private static int MaximumCountries(List<(string Account, long Slot, string Country)> events) =>
        events.Max(end => events.Where(e => e.Slot > end.Slot - 96 && e.Slot <= end.Slot).Select(e => e.Country).Distinct().Count());

    private static string Login(string kind, int i) => string.Create(CultureInfo.InvariantCulture, $"{kind}{i}{Odd[i % Odd.Length]}@example.jp");

    private string[] Countries(int count)
    {
        string[] all = [.. AddressBook.Countries];
        _random.Shuffle(all);
        return all[..count];
    }

    private void Roam(string account, string[] countries, double from, double to, int events, bool success = true)
    {
        for (var i = 0; i < Math.Max(events, countries.Length); i++)
        {
            Add(account, countries[i % countries.Length], from + _random.NextDouble() * (to - from), success);
        }
    }

    private void Exactly(string account, string[] countries, int slots)
    {
        var first = 15 * _random.Next(20);
        for (var i = 0; i < 9; i++)
        {
            Add(account, countries[i], first + _random.NextDouble() * 14.9, true);
        }

        Add(account, countries[9], first + slots * 15 + _random.NextDouble() * 14.9, true);
    }

    private void Inside(string account)
    {
        string[] addresses = ["192.168.1.1", "10.0.0.1", "fd00::1", "::1", "203.0.113.5", "100.64.0.1"];
        foreach (var address in addresses)
        {
            _inside.Add(account);
            Write(account, address, _random.NextDouble() * 600, true);
        }
    }

    private void Add(string account, string country, double minute, bool success)
    {
        var address = _addresses[country].Anywhere(ref _dice);
        var text = address.AddressFamily == AddressFamily.InterNetwork && _random.Next(5) == 0 ? address.MapToIPv6().ToString() : address.ToString();
        var time = Write(account, text, minute, success);
        if (success)
        {
            _counted.Add((account, time.ToUnixTimeSeconds() / 900, country));
        }
    }

    private DateTimeOffset Write(string account, string address, double minute, bool success)
    {
        var time = Start.AddMilliseconds(Math.Floor(minute * 60_000));
        var login = _random.Next(3) switch { 0 => account.ToUpperInvariant(), 1 => $"  {account} ", _ => account };
        var offset = _random.Next(4) == 0 ? TimeSpan.FromHours(9) : TimeSpan.Zero;
        var line = JsonSerializer.Serialize(new Dictionary<string, object>
        {
            ["time"] = time.ToOffset(offset).ToString("yyyy-MM-dd'T'HH:mm:ss.fffzzz", CultureInfo.InvariantCulture),
            ["account"] = login,
            ["ip"] = address,
            ["success"] = success,
            ["protocol"] = "smtp",
        });
        _lines.Add((minute + _random.NextDouble() * 20, line));
        return time;
    }

    private void Spoil()
    {
        var copies = _lines.Where(_ => _random.Next(8) == 0).Select(line => (line.Minute + _random.NextDouble() * 60, line.Line)).ToList();
        _lines.AddRange(copies);
        string[] bad =
        [
            "", "garbage", "{", "[]", "{}", "null", """{"time":"2099-01-01T00:00:00Z","account":"a","ip":"8.8.8.8","success":true}""",
            """{"time":"2026-11-19","account":"a","ip":"8.8.8.8","success":true}""", """{"time":"2026-11-19T00:00:00Z","ip":"8.8.8.8","success":true}""",
            """{"time":"2026-11-19T00:00:00Z","account":" ","ip":"8.8.8.8","success":true}""", """{"time":"2026-11-19T00:00:00Z","account":"a","ip":"8.8.8","success":true}""",
            """{"time":"2026-11-19T00:00:00Z","account":"a","success":true}""", """{"time":"2026-11-19T00:00:00Z","account":"a","ip":"8.8.8.8"}""",
            """{"time":"2026-11-19T00:00:00Z","account":"\ud800","ip":"8.8.8.8","success":true}""", new string('x', 200_000),
        ];
        for (var i = 0; i < 90; i++)
        {
            _lines.Add((_random.NextDouble() * 31 * 60, bad[i % bad.Length]));
            BadLines++;
        }
    }
}

using System.Globalization;
using AbuseServerless.Ingestion;

namespace AbuseServerless.Local.Demo;

/// <summary>
/// One day of SMTP AUTH at a Japanese mail provider, as lines of the auth-events hub. It is synthetic: nobody's traffic went into it, and
/// the shares of its kinds of subscribers are assumptions (see <see cref="Crowd"/>). What is known from the operators of OCN Mail
/// (NTT Communications, JPAAWG 2nd General Meeting, 2019) is in it: an account that is used from 50 countries in a day, as the
/// busiest of 1 January 2019 was, and others just below and at the threshold of ten countries a day.
/// </summary>
/// <remarks>
/// Lines come in the order of time but for what <see cref="LateLines"/> does, and are made while they are read. The same options
/// and databases give the same lines.
/// </remarks>
internal sealed class RealisticDay
{
    private const int Servers = 4;
    private static readonly string[] ServerNames = [.. Enumerable.Range(1, Servers).Select(i => string.Create(CultureInfo.InvariantCulture, $"mx{i}"))];

    private readonly RealisticDayOptions _options;
    private readonly AddressBook _addresses;
    private readonly Scene[] _scenes;
    private readonly DateTimeOffset _midnight;

    /// <summary>Writes the stories; the crowd comes while lines are read.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An option is too small.</exception>
    public RealisticDay(RealisticDayOptions options, AddressBook addresses)
    {
        options.Check();
        (_options, _addresses) = (options, addresses);
        _midnight = new DateTimeOffset(options.Day, TimeOnly.MinValue, TimeSpan.Zero);
        var book = new StoryBook(addresses, Dice.For(options.Seed, ulong.MaxValue));
        Demo.Stories.Tell(book);
        Stories = book.Stories;
        _scenes = book.Scenes();
    }

    // Of a thousand lines one comes a second time.
    private int Repeats => _options.Events / 1000;

    private int Once => _options.Events - Repeats;

    /// <summary>The accounts with a story. No other account is used from more than two countries.</summary>
    public IReadOnlyList<Story> Stories { get; }

    /// <summary>The day: as many lines as <see cref="RealisticDayOptions.Events"/> and <see cref="RealisticDayOptions.MalformedLines"/> say.</summary>
    public IEnumerable<string> Lines()
    {
        var late = new LateLines(Dice.For(_options.Seed, ulong.MaxValue - 1));
        var (written, repeated, broken) = (0L, 0, 0);
        foreach (var scene in Scenes())
        {
            var line = Write(scene, (int)(written++ % Servers));
            foreach (var passed in late.Pass(line))
            {
                yield return passed;
            }

            for (; repeated < Repeats * written / Once; repeated++)
            {
                late.Hold(line);
            }

            for (; broken < _options.MalformedLines * written / Once; broken++)
            {
                yield return BrokenLine.Make(broken, line);
            }
        }

        foreach (var line in late.Rest())
        {
            yield return line;
        }
    }

    // The crowd's requests and the stories' scenes, merged by time.
    private IEnumerable<Scene> Scenes()
    {
        var crowd = new Crowd(_addresses, _options.Accounts, _options.Seed);
        var dice = Dice.For(_options.Seed, ulong.MaxValue - 2);
        var count = Once - _scenes.Length;
        var next = 0;
        for (var i = 0; i < count; i++)
        {
            var scene = crowd.At(DayCurve.TimeOf(i, count, dice.Fraction()), ref dice);
            for (; next < _scenes.Length && _scenes[next].Time <= scene.Time; next++)
            {
                yield return _scenes[next];
            }

            yield return scene;
        }

        for (; next < _scenes.Length; next++)
        {
            yield return _scenes[next];
        }
    }

    private string Write(in Scene scene, int server) => AuthEventJson.Write(
        new AuthEvent(_midnight + scene.Time, scene.Account, scene.Address, scene.Success, scene.Recipients),
        protocol: "smtp",
        server: ServerNames[server]);
}

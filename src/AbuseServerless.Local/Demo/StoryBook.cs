using System.Net;
using AbuseServerless.Accounts;

namespace AbuseServerless.Local.Demo;

/// <summary>Collects stories and their scenes, at most a few thousand.</summary>
internal sealed class StoryBook(AddressBook addresses, Dice dice)
{
    private static readonly TimeSpan LastMoment = TimeSpan.FromDays(1) - TimeSpan.FromSeconds(1);

    private readonly List<Story> _stories = [];
    private readonly List<Scene> _scenes = [];
    private Dice _dice = dice;

    public IReadOnlyList<Story> Stories => _stories;

    /// <summary>The scenes of all stories in the order of time.</summary>
    public Scene[] Scenes() => [.. _scenes.OrderBy(scene => scene.Time)];

    /// <summary>Begins a story; the scenes that follow are its own.</summary>
    public void Begin(string account, string plot, int countries, bool honest = false) =>
        _stories.Add(new Story(account, plot, countries, honest));

    /// <summary>Some countries without the home country, in random order.</summary>
    public string[] Abroad(int count) => _dice.Shuffle<string>([.. AddressBook.Countries.Skip(1)])[..count];

    /// <summary>Someone who stays in one place: from the first moment to the last, inclusive, at even distances.</summary>
    public void Stay(string country, string from, string to, int times)
    {
        var pool = addresses[country];
        var place = pool.PlaceOf(_dice.Below(pool.V4Count));
        var (number, first, last) = (_dice.Below(1000), At(from), At(to));
        for (var i = 0; i < times; i++)
        {
            Add(times == 1 ? first : first + (last - first) * i / (times - 1), pool.V4Near(place, number), true, 1 + _dice.Below(3));
        }
    }

    /// <summary>
    /// Machines that use the password in many countries, from the first moment to the last, inclusive: each country comes at its turn,
    /// at even distances, and again at random later, each time from another address.
    /// </summary>
    public void Roam(ReadOnlySpan<string> countries, string from, string to, int again)
    {
        var (first, last) = (At(from), At(to));
        for (var i = 0; i < countries.Length; i++)
        {
            var time = countries.Length == 1 ? first : first + (last - first) * i / (countries.Length - 1);
            Add(time, addresses[countries[i]].Anywhere(ref _dice), true, 20 + _dice.Below(30));
            for (var j = 0; j < again; j++)
            {
                Add(time + (last - time) * _dice.Fraction(), addresses[countries[i]].Anywhere(ref _dice), true, 20 + _dice.Below(30));
            }
        }
    }

    /// <summary>Wrong passwords from many countries, all day.</summary>
    public void Guess(ReadOnlySpan<string> countries, int each)
    {
        foreach (var country in countries)
        {
            for (var i = 0; i < each; i++)
            {
                Add(LastMoment * _dice.Fraction(), addresses[country].Anywhere(ref _dice), false, 0);
            }
        }
    }

    /// <summary>A machine of the provider's own network.</summary>
    public void Inside(string address, string from, string to, int times)
    {
        var (first, last) = (At(from), At(to));
        for (var i = 0; i < times; i++)
        {
            Add(first + (last - first) * i / times, IPAddress.Parse(address), true, 1);
        }
    }

    private static TimeSpan At(string time) => TimeSpan.ParseExact(time, @"hh\:mm", System.Globalization.CultureInfo.InvariantCulture);

    private void Add(TimeSpan time, IPAddress address, bool success, int recipients) =>
        _scenes.Add(new Scene(time, AccountName.Parse(_stories[^1].Account), address, success, recipients));
}

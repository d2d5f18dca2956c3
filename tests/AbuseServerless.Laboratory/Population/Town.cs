using System.Globalization;
using AbuseServerless.Laboratory.World;
using AbuseServerless.Local.Demo;

namespace AbuseServerless.Laboratory.Population;

/// <summary>A population with its labels, and everything that mail servers tell of it in the order of time.</summary>
internal sealed class Town
{
    private Town(IReadOnlyList<Subject> subjects, IReadOnlyList<Told> told) => (Subjects, Told) = (subjects, told);

    /// <summary>The accounts.</summary>
    public IReadOnlyList<Subject> Subjects { get; }

    /// <summary>AUTH and delivery events, by time.</summary>
    public IReadOnlyList<Told> Told { get; }

    /// <summary>Writes a population. The same plots, days, seed and scale give the same events.</summary>
    /// <param name="honest">Kinds of honest accounts.</param>
    /// <param name="attackers">Kinds of attackers.</param>
    /// <param name="days">The days.</param>
    /// <param name="internet">Where addresses come from.</param>
    /// <param name="seed">Seed of everything random.</param>
    /// <param name="scale">By what the numbers of accounts are multiplied, above 0; of each kind there is at least one.</param>
    public static Town Write(IReadOnlyList<Plot> honest, IReadOnlyList<Plot> attackers, Days days, Internet internet, int seed, double scale)
    {
        var (subjects, told) = (new List<Subject>(), new List<Told>());
        foreach (var (plot, stolen) in honest.Select(plot => (plot, false)).Concat(attackers.Select(plot => (plot, true))))
        {
            for (var i = Math.Max(1, (int)(plot.Accounts * scale)); i > 0; i--)
            {
                var number = subjects.Count;
                var subject = new Subject(string.Create(CultureInfo.InvariantCulture, $"user{number:00000}@example.jp"), plot.Kind, stolen);
                var dice = Dice.For(seed, (ulong)number);
                plot.Write(new Diary(subject, number, told), days, internet, ref dice);
                subjects.Add(subject);
            }
        }

        told.RemoveAll(one => one.Time < days.First || one.Time >= days.End);
        told.Sort((left, right) => left.Time.CompareTo(right.Time));
        return new Town(subjects, told);
    }
}

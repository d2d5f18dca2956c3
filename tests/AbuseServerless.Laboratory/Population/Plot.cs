using AbuseServerless.Laboratory.World;
using AbuseServerless.Local.Demo;

namespace AbuseServerless.Laboratory.Population;

/// <summary>How one kind of account behaves.</summary>
/// <param name="Kind">Its name in the tables.</param>
/// <param name="Accounts">How many of them are in a population of scale 1.</param>
/// <param name="Write">Writes one account's diary.</param>
internal sealed record Plot(string Kind, int Accounts, Plot.Writer Write)
{
    /// <summary>Writes the diary of one account of the kind.</summary>
    /// <param name="diary">The diary.</param>
    /// <param name="days">The days of the run.</param>
    /// <param name="internet">Where addresses come from.</param>
    /// <param name="dice">The account's own dice.</param>
    internal delegate void Writer(Diary diary, Days days, Internet internet, ref Dice dice);
}

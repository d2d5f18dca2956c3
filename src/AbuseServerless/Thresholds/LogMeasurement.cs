using AbuseServerless.Accounts;
using AbuseServerless.Exemptions;
using AbuseServerless.Geolocation;
using AbuseServerless.Ingestion;
using AbuseServerless.Suspensions;

namespace AbuseServerless.Thresholds;

/// <summary>Measures the accounts of a log: for each the most countries that any window of it held.</summary>
/// <remarks>Events may come up to eight hours late, as in detection; of those that come later, windows may be missed.</remarks>
public sealed class LogMeasurement(ThresholdGrid grid, IGeolocator geolocator, ExemptionSet exemptions)
{
    private readonly Dictionary<AccountName, CountryTrail> _accounts = [];

    /// <summary>Events added.</summary>
    public long Events { get; private set; }

    /// <summary>Events that came more than eight hours after a later one of their account.</summary>
    public long Late { get; private set; }

    /// <summary>Adds an event. One that failed does not count.</summary>
    public void Add(AuthEvent added)
    {
        if (!added.Success)
        {
            return;
        }

        Events++;
        if (!_accounts.TryGetValue(added.Account, out var trail))
        {
            _accounts.Add(added.Account, trail = new CountryTrail(grid.Windows.Count));
        }

        var place = exemptions.Apply(added.Account, added.Address, geolocator.Locate(added.Address), added.Time);
        Late += trail.Add(added.Time, place, grid) ? 0 : 1;
    }

    /// <summary>What thresholds would have done in this log.</summary>
    /// <param name="judgements">What is known of accounts.</param>
    public ThresholdStudy ToStudy(IReadOnlyDictionary<AccountName, Judgement> judgements)
    {
        var tally = new ThresholdTally(grid);
        foreach (var (account, trail) in _accounts)
        {
            var judgement = judgements.GetValueOrDefault(account);
            tally.Add(new AccountMeasure(
                trail.Most, judgement == Judgement.FalsePositive ? trail.Most : null, judgement == Judgement.Abuse ? trail.Most : null, AtLeast: false));
        }

        return tally.ToStudy();
    }
}

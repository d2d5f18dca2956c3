using AbuseServerless.PowerShell.Boundary;
using AbuseServerless.Thresholds;
using AbuseServerless.Thresholds.Trials;

namespace AbuseServerless.PowerShell.Engine;

/// <summary>Studies of thresholds as the cmdlets ask for them and put them out.</summary>
internal static class ThresholdOutput
{
    /// <exception cref="EngineException">A threshold or window is out of range.</exception>
    public static ThresholdGrid Grid(GeoGrid grid)
    {
        try
        {
            return new ThresholdGrid(grid.Thresholds ?? ThresholdGrid.Default.Thresholds, grid.Windows ?? ThresholdGrid.Default.Windows);
        }
        catch (ArgumentException e)
        {
            throw new EngineException(EngineFault.BadGrid, e.Message, e);
        }
    }

    public static GeoStudy Of(ThresholdStudy study) => new(
        [
            .. study.Outcomes.Select(outcome => new GeoThreshold
            {
                Window = outcome.Window,
                Threshold = outcome.Threshold,
                Suspended = outcome.Suspended,
                Good = outcome.Good,
                Abuse = outcome.Abuse,
                Uncertain = outcome.Uncertain,
                Accounts = study.Accounts,
                Judged = outcome.Judged,
                Recommended = outcome.Recommended,
            }),
        ],
        study.Good)
    {
        MinimumJudged = ThresholdOutcome.MinimumJudged,
    };

    public static GeoStoredTrialStudy Of(StoredTrial trial)
    {
        var study = trial.ToStudy();
        return new([.. study.Outcomes.Select(outcome => Of(outcome, study.Accounts))], study.Good, study.Abuse, trial.Discarded, trial.WithoutEvidence, ThresholdOutcome.MinimumJudged);
    }

    public static GeoNetTrial Of(TrialOutcome outcome, int accounts) => new()
    {
        Setting = outcome.Name,
        Suspended = outcome.Suspended,
        Watched = outcome.Watched,
        Good = outcome.Good,
        Abuse = outcome.Abuse,
        Later = outcome.Later,
        Accounts = accounts,
        OnFront = outcome.IsOnFront,
        Recommended = outcome.Recommended,
    };
}

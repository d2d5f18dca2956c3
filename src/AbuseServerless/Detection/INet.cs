using AbuseServerless.Detection.Account;

namespace AbuseServerless.Detection;

/// <summary>A rule that judges what is remembered of one account.</summary>
public interface INet
{
    /// <summary>Its name, which is that of its section of settings.</summary>
    string Name { get; }

    /// <summary>The gravest verdict that the net is set to give.</summary>
    Verdict Gravest { get; }

    /// <summary>What it judges by, whether it is on or off; recorded while a net that is on names it.</summary>
    IReadOnlyList<EvidenceKind> Evidence { get; }

    /// <summary>The gravest finding, or null where the account is inconspicuous. Depends on nothing but the activity.</summary>
    Finding? Judge(AccountActivity activity);

    /// <summary>What reaches its watch threshold by evidence that may count towards a suspension, so without watch-only use; null where nothing does, or where the net is not to be added up with others. Depends on nothing but the activity.</summary>
    Finding? Suspicion(AccountActivity activity) => null;
}

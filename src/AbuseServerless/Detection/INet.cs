using AbuseServerless.Detection.Account;

namespace AbuseServerless.Detection;

/// <summary>A rule that judges what is remembered of one account.</summary>
public interface INet
{
    /// <summary>The gravest verdict that the net is set to give.</summary>
    Verdict Gravest { get; }

    /// <summary>What it needs beside places.</summary>
    Keep Keeps { get; }

    /// <summary>The gravest finding, or null where the account is inconspicuous. Depends on nothing but the activity.</summary>
    Finding? Judge(AccountActivity activity);
}

namespace AbuseServerless.Gate.Sessions;

/// <summary>One entry of the record of ended sessions.</summary>
/// <param name="Time">When, UTC.</param>
/// <param name="Host">The mail host.</param>
/// <param name="Act">What.</param>
/// <param name="Account">The account.</param>
/// <param name="Transitions">Number of the transition that suspended it.</param>
/// <param name="Sessions">How many sessions it had open.</param>
internal sealed record SessionRecord(DateTimeOffset Time, string Host, SessionAct Act, string Account, int Transitions, int Sessions);

/// <summary>What is done to the sessions of an account. What is about to be done is on record before.</summary>
internal enum SessionAct
{
    /// <summary>About to be ended.</summary>
    Ending,

    /// <summary>None is open any more.</summary>
    Ended,

    /// <summary>Some are open still; tried again, five times in all.</summary>
    NotEnded,

    /// <summary>Not tried: to Dovecot the name may mean others too.</summary>
    Refused,
}

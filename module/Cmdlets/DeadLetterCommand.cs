using System.Management.Automation;
using AbuseServerless.PowerShell.Events;

namespace AbuseServerless.PowerShell.Cmdlets;

/// <summary>What sending and removing dead letters share: letters from the pipeline, a tally at the end.</summary>
public abstract class DeadLetterCommand : OperatorCommand
{
    private readonly List<GeoDeadLetter> _letters = [];
    private int _kept;

    /// <summary>Dead letters from Get-GeoDeadLetter or its exports.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, HelpMessage = "Dead letters from Get-GeoDeadLetter or its exports.")]
    public PSObject[] InputObject { get; set; } = [];

    /// <summary>The reason, in one sentence, for the audit log.</summary>
    [Parameter(Position = 1, HelpMessage = "The reason, in one sentence, for the audit log.")]
    [ValidateReason]
    public string Reason { get; set; } = "No reason was given.";

    /// <summary>What is done, in the words of -WhatIf.</summary>
    private protected abstract string Doing { get; }

    /// <summary>Why it cannot be done with a letter; null where it can.</summary>
    private protected abstract ErrorRecord? FaultOf(GeoDeadLetter letter);

    /// <summary>Takes a letter that is to be dealt with.</summary>
    private protected virtual void Take(GeoDeadLetter letter)
    {
    }

    /// <summary>Deals with all that were taken.</summary>
    /// <returns>How many were sent and removed.</returns>
    private protected abstract (int Sent, int Removed) Finish(IReadOnlyList<GeoDeadLetter> letters);

    /// <inheritdoc/>
    protected override void BeginProcessing() => _ = Session;

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (var item in InputObject)
        {
            var letter = DeadLetterInput.Read(item);
            var fault = letter is null ? Errors.NoDeadLetter(item) : FaultOf(letter);
            if (letter is null || fault is not null)
            {
                WriteError(fault!);
                _kept++;
            }
            else if (ShouldProcess($"{letter.Hub}/{letter.Partition}/{letter.SequenceNumber} ({letter.Reason})", Doing))
            {
                Take(letter);
                _letters.Add(letter);
            }
            else
            {
                _kept++;
            }
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        var (sent, removed) = Finish(_letters);
        WriteObject(new GeoDeadLetterTally(sent, removed, _kept));
    }
}

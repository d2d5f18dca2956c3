using System.Management.Automation;

namespace AbuseServerless.PowerShell.Cmdlets;

/// <summary>Applies -Skip and -First: objects are returned as they arrive, and no more are read than needed.</summary>
internal sealed class Page
{
    private readonly GeoCommand _cmdlet;
    private ulong _passed;

    private Page(GeoCommand cmdlet) => _cmdlet = cmdlet;

    /// <summary>Whether everything needed was returned.</summary>
    public bool IsEnough => _passed >= Parameters.Skip && _passed - Parameters.Skip >= Parameters.First;

    private PagingParameters Parameters => _cmdlet.PagingParameters;

    /// <summary>Begins an answer; how many objects there are would take reading them all, so -IncludeTotalCount is told that it is unknown.</summary>
    public static Page Begin(GeoCommand cmdlet)
    {
        if (cmdlet.PagingParameters.IncludeTotalCount)
        {
            cmdlet.WriteObject(cmdlet.PagingParameters.NewTotalCount(0, accuracy: 0));
        }

        return new Page(cmdlet);
    }

    /// <summary>Puts out what the page holds of these.</summary>
    public void Write<T>(IEnumerable<T> objects)
    {
        if (IsEnough)
        {
            return;
        }

        foreach (var item in objects)
        {
            if (_passed++ >= Parameters.Skip)
            {
                _cmdlet.WriteObject(item);
            }

            if (IsEnough)
            {
                // The rest is not read, so nobody comes to its end.
                _cmdlet.WarnOfLeftOut();
                return;
            }
        }
    }
}

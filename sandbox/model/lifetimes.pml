/* Who outlives whom: the sandbox's three processes and every moment at which
 * the one that starts them may be killed. Checked by spin: that no process is
 * left waiting for ever is that the model has no invalid end state.
 *
 * The model follows StartKeeper (jail.cc), KeeperMain and ProgramMain
 * (jail_child.cc). The kernel's part: a dying process's descriptors close; its
 * children with a parent-death signal are killed; with process 1 of a PID
 * namespace everything in it is killed; vfork waits for exec or the end.
 *
 * KEEPS_COPY is a mistake that was once made: the keeper did not close its copy
 * of the supervisor's end of their socket, and so never saw the end of it.
 */
byte supervisor_end = 0;   /* who holds the supervisor's end of the socket */
bool keeper_has_copy = false;
bool ids_sent = false, started = false;
bool keeper_death_signal = false;
bool supervisor_killed = false;
bool keeper_killed = false, keeper_dead = false;
bool program_killed = false, program_dead = false, program_executed = false;

inline DropCopy() {
  if
  :: keeper_has_copy -> keeper_has_copy = false; supervisor_end--
  :: else -> skip
  fi
}

proctype Program() {
  bool for_ever = false;
  {
    if
    :: for_ever = true
    :: skip
    fi;
    if
    :: program_executed = true   /* exec */
    :: goto ended                /* a layer could not be put on */
    fi;
    (!for_ever)
ended:
    skip
  } unless { program_killed };
  program_dead = true
}

proctype Keeper() {
  {
    keeper_death_signal = true;
#ifndef KEEPS_COPY
    atomic { DropCopy() };
#endif
    /* read(): the ids, or the end of the file */
    (ids_sent || supervisor_end == 0);
    if
    :: ids_sent -> skip
    :: else -> goto ended
    fi;
    /* changing the user clears the signal */
    keeper_death_signal = false;
    keeper_death_signal = true;
    run Program();
    (program_executed || program_dead);
    if
    :: !program_executed -> goto ended
    :: else -> skip
    fi;
    /* send(): fails where nobody holds the other end */
    if
    :: supervisor_end == 0 -> goto ended
    :: else -> started = true
    fi;
    (program_dead)               /* wait() */
ended:
    skip
  } unless { keeper_killed };
  atomic {
    DropCopy();
    program_killed = true;
    keeper_dead = true
  }
}

active proctype Supervisor() {
  {
    atomic {
      supervisor_end = 2;        /* clone() copies the table */
      keeper_has_copy = true;
      run Keeper()
    };
    ids_sent = true;
    if
    :: started                   /* it runs */
    :: keeper_dead               /* it did not start */
    :: true                      /* it took too long */
    fi;
    if
    :: keeper_dead               /* it ended */
    :: keeper_killed = true      /* a limit, a violation, Kill() */
    fi
  } unless { supervisor_killed };
  atomic {
    if
    :: supervisor_end > 0 -> supervisor_end--
    :: else -> skip
    fi;
    if
    :: keeper_death_signal -> keeper_killed = true
    :: else -> skip
    fi
  }
}

/* SIGKILL at any moment, or never. */
active proctype Killer() {
  if
  :: supervisor_killed = true
  :: skip
  fi
}
